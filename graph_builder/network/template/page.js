"use strict";
(() => {
  const { nodes, edges, words, site } = JSON.parse(document.getElementById("data").textContent);
  const options = JSON.parse(document.getElementById("options").textContent);
  const form = document.getElementById("controls");
  const card = document.getElementById("card");
  const note = document.getElementById("note");
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const edgeById = new Map(edges.map((edge) => [edge.id, edge]));
  const shownNodes = new vis.DataSet();
  const shownEdges = new vis.DataSet();
  // vis takes its own attributes only; ours stay in the maps above
  const forVis = ({ id, label, shape, x, y, color, font, margin, size }) =>
    ({ id, label, shape, x, y, color, ...(font && { font }), ...(margin && { margin }), ...(size && { size }) });
  const edgeForVis = ({ id, from, to, color, width, dashes, arrows }) => ({ id, from, to, color, width, dashes: !!dashes, arrows });
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  options.nodes.font.color = colour("--ink");
  for (const node of nodes) if (node.generic) node.color.background = colour("--sheet");
  // a saved page has no server behind it: its links into the site would lead nowhere
  if (location.protocol === "file:") for (const part of document.querySelectorAll("header nav, .language")) part.remove();
  const network = new vis.Network(document.getElementById("mynetwork"), { nodes: shownNodes, edges: shownEdges }, options);

  const view = () => form.elements.view?.value ?? form.querySelector("input[name=view]")?.value ?? "";
  const checked = () => [...form.querySelectorAll(`input[name="${view()}-kind"]:checked`)].map((box) => box.value);

  function visible() {
    const kinds = checked();
    const wanted = (id) => kinds.includes(nodeById.get(id).kind);
    const kept = edges.filter((edge) => edge.kind === view() && wanted(edge.from) && wanted(edge.to));
    return { kept, ids: new Set(kept.flatMap((edge) => [edge.from, edge.to])) };
  }

  function draw(fit) {
    for (const part of document.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== view();
    const { kept, ids } = visible();
    const list = nodes.filter((node) => ids.has(node.id));
    shownEdges.clear();
    shownNodes.clear();
    shownNodes.add(list.map(forVis));
    shownEdges.add(kept.map(edgeForVis));
    document.getElementById("names").replaceChildren(...list.map((node) => Object.assign(document.createElement("option"), { value: node.name })));
    note.textContent = list.length ? "" : words.none;
    if (fit) network.fit({ animation: false });
  }

  const element = (name, text, attributes = {}) => Object.assign(document.createElement(name), { textContent: text ?? "" }, attributes);

  function quote(evidence) {
    const { plan, start, end, sentence, sentence_start: from } = evidence;
    const block = element("blockquote");
    const characters = [...sentence];
    const p = element("p");
    p.lang = "zh";
    p.append(characters.slice(0, Math.max(0, start - from)).join(""),
      element("mark", characters.slice(Math.max(0, start - from), end - from).join("")),
      characters.slice(end - from).join(""));
    const cite = element("cite", `${plan}, ${words.offset} ${start}–${end}`);
    if (site) cite.append(" · ", element("a", words.read, { href: `/plans/${plan}#char=${start},${end}` }));
    block.append(p, cite);
    return block;
  }

  function showCard(...parts) {
    card.replaceChildren(...parts);
    card.scrollTop = 0;
  }

  function showEdge(edge) {
    const [from, to] = [nodeById.get(edge.from), nodeById.get(edge.to)];
    showCard(element("h2", `${from.name} – ${to.name}`), element("p", `${edge.words} · ${edge.evidence.length} ${words.times}`, { className: "sub" }),
      element("h3", words.sentences), ...edge.evidence.map(quote));
  }

  function showNode(node) {
    const { kept } = visible();
    const list = element("ul");
    for (const edge of kept.filter((edge) => edge.from === node.id || edge.to === node.id)) {
      const other = nodeById.get(edge.from === node.id ? edge.to : edge.from);
      const button = element("button", `${other.name} · ${edge.words} (${edge.evidence.length})`, { type: "button" });
      button.addEventListener("click", () => { network.selectEdges([edge.id]); showEdge(edge); });
      const item = element("li");
      item.append(button);
      list.append(item);
    }
    showCard(element("h2", node.name), element("p", [node.kind_label, node.other].filter(Boolean).join(" · "), { className: "sub" }),
      element("p", node.iri, { className: "iri" }), element("h3", words.neighbours), list);
  }

  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node) showNode(nodeById.get(node));
    else if (edge) showEdge(edgeById.get(edge));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => { if (event.target.id !== "find") draw(event.target.name === "view"); });
  document.getElementById("find").addEventListener("change", (event) => {
    const wanted = event.target.value.trim();
    if (!wanted) return;
    const found = nodes.find((node) => shownNodes.get(node.id) && node.name === wanted)
      ?? nodes.find((node) => shownNodes.get(node.id) && (node.name.includes(wanted) || node.other.toLowerCase().includes(wanted.toLowerCase())));
    note.textContent = found ? "" : `${words.notfound}: ${wanted}`;
    if (!found) return;
    network.selectNodes([found.id]);
    network.focus(found.id, { scale: 1.1, animation: false });
    showNode(found);
  });
  document.getElementById("fit").addEventListener("click", () => network.fit({ animation: false }));
  document.getElementById("twin").addEventListener("click", (event) => {
    const button = event.target.closest("[data-link]");
    if (!button) return;
    const chosen = form.querySelector(`input[name=view][value="${edgeById.get(button.dataset.link).kind}"]`);
    if (!chosen.checked) { chosen.checked = true; draw(true); }
    showEdge(edgeById.get(button.dataset.link));
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  });
  draw(true);
  // for tests and for people who script the page
  window.planatlas = { network, nodes: shownNodes, edges: shownEdges };
})();
