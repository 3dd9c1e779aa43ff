// The state of the page in the part of its address behind #, which no server gets to see: what is asked is nobody's
// business but of those who have the link. An example stands by its name, any other query compressed.

export interface State {
  readonly example?: string;
  readonly query?: string;
  readonly view?: string;
}

/** Bytes that a query may have: a link could hold a little that becomes a lot. */
const MOST = 1_000_000;

async function through(
  stream: ReadableWritablePair<Uint8Array<ArrayBuffer>, BufferSource>, bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    size += value?.length ?? 0;
    if (size > MOST) {
      await reader.cancel();
      throw new RangeError("the query is too long");
    }
    if (value) parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Write a text for an address: compressed (DEFLATE), then base64url. */
export async function pack(text: string): Promise<string> {
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Read what {@link pack} wrote. Rejects where it is damaged. */
export async function unpack(packed: string): Promise<string> {
  const raw = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(raw, (character) => character.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(
    await through(new DecompressionStream("deflate-raw"), bytes),
  );
}

/** Write a state as the part behind #. */
export async function toFragment(state: State): Promise<string> {
  const parameters = new URLSearchParams();
  if (state.example !== undefined) parameters.set("example", state.example);
  else if (state.query !== undefined) parameters.set("z", await pack(state.query));
  if (state.view && state.view !== "table") parameters.set("view", state.view);
  return parameters.toString();
}

/** Read the part behind #; what is damaged or unknown is left out. `query=` in clear is read too. */
export async function fromFragment(fragment: string): Promise<State> {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  const example = parameters.get("example");
  const packed = parameters.get("z");
  const view = parameters.get("view");
  let query = parameters.get("query");
  if (packed !== null) query = await unpack(packed).catch(() => null);
  return {
    ...(example !== null && { example }),
    ...(query !== null && { query }),
    ...(view !== null && { view }),
  };
}
