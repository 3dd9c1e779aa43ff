import { expect, test } from "vitest";
import { fromFragment, pack, toFragment, unpack } from "../src/editor/address";

const QUERY = 'PREFIX pa: <https://w3id.org/planatlas/ontology#>\nSELECT * { ?s pa:usesTechnology ?t . ?t ?p "区块链"@zh }\n';

test("a query comes back whole, and is shorter than when it is escaped", async () => {
  const fragment = await toFragment({ query: QUERY, view: "chart" });
  expect(await fromFragment(`#${fragment}`)).toEqual({ query: QUERY, view: "chart" });
  expect(fragment.length).toBeLessThan(encodeURIComponent(QUERY).length);
  expect(fragment).toMatch(/^[\w=&-]+$/);
});

test("an example stands by its name, and the table goes without saying", async () => {
  expect(await toFragment({ example: "ledger", query: QUERY, view: "table" })).toBe("example=ledger");
});

test("a query in clear is read", async () => {
  expect(await fromFragment("#query=ASK%20%7B%7D")).toEqual({ query: "ASK {}" });
});

test("a little that becomes a lot is left out", async () => {
  const bytes = new Blob([new Uint8Array(50_000_000)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const packed = Buffer.from(await new Response(bytes).arrayBuffer()).toString("base64url");
  expect(packed.length).toBeLessThan(100_000);
  expect(await fromFragment(`#z=${packed}`)).toEqual({});
});

test("what is damaged is left out", async () => {
  const packed = await pack(QUERY);
  await expect(unpack(packed.slice(0, 20))).rejects.toThrow();
  expect(await fromFragment("#z=***")).toEqual({});
  expect(await fromFragment(`#z=${packed.slice(0, 20)}`)).toEqual({});
  expect(await fromFragment("")).toEqual({});
});
