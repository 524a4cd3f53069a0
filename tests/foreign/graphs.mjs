// Reads a graph with a foreign library and prints it in the form of graphs.py.
// Usage: graphs.mjs READER FILE

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.env.NODE_PATH}/`);

function printed(nodes, edges) {
  console.log(JSON.stringify({ nodes, edges }));
}

function gexf(text) {
  const { MultiGraph } = require('graphology');
  const graph = require('graphology-gexf').parse(MultiGraph, text);
  const nodes = {};
  graph.forEachNode((key, attributes) => {
    nodes[key] = attributes;
  });
  printed(nodes, graph.mapEdges((_, attributes, from, to) => [from, to, attributes]));
}

function cyjs(text) {
  const { elements } = JSON.parse(text);
  const cy = require('cytoscape')({ headless: true, elements });
  const nodes = {};
  cy.nodes().forEach((node) => {
    const { id, ...attributes } = node.data();
    nodes[id] = { ...attributes, classes: node.classes() };
  });
  const edges = cy.edges().map((edge) => {
    const { id, source, target, ...attributes } = edge.data();
    return [source, target, attributes];
  });
  printed(nodes, edges);
}

/** What D3's own example does with such a file. */
async function d3(text) {
  const { forceLink, forceSimulation } = await import(pathToFileURL(require.resolve('d3-force')));
  const { nodes, edges } = JSON.parse(text);
  const link = forceLink(edges).id((node) => node.id);
  forceSimulation(nodes).force('link', link).stop().tick(1);
  const places = Object.fromEntries(nodes.map(({ id, x }) => [id, { placed: Number.isFinite(x) }]));
  printed(places, edges.map((edge) => [edge.source.id, edge.target.id, { type: edge.type }]));
}

async function mermaid(text) {
  const { JSDOM } = require('jsdom');
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import(pathToFileURL(require.resolve('mermaid')));
  mermaid.initialize({ maxEdges: 100000, maxTextSize: 10000000 });
  const { diagramType } = await mermaid.parse(text);
  if (!diagramType.startsWith('flowchart')) throw new Error(diagramType);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  // Character codes stay in a form of Mermaid's own until they are drawn.
  const shown = (text) =>
    text.replaceAll(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));
  const nodes = {};
  for (const [id, vertex] of db.getVertices()) nodes[id] = { label: shown(vertex.text), class: vertex.classes.join(' ') };
  printed(nodes, db.getEdges().map((edge) => [edge.start, edge.end, { label: shown(edge.text) }]));
}

const [reader, path] = process.argv.slice(2);
await { gexf, cyjs, d3, mermaid }[reader](readFileSync(path, 'utf8'));
