"""Writes what `benches/export.rs` writes, with other programs, and prints what it cost them.

The graph is made by the same numbers and held by each library in its own way before the clock starts.
Usage: python benches/peers/export.py FOLDER [LIBRARY ...]
FOLDER may hold the `nquads` of `KRONIEK_BENCH_OUT=FOLDER cargo bench --bench export`, which pyoxigraph
then reads and writes again. Packages: networkx lxml igraph pandas pyarrow pyoxigraph kglite.
"""

import datetime
import gc
import json
import os
import pathlib
import sys
import time

NODES = int(os.environ.get("KRONIEK_BENCH_NODES", "500000"))
TYPES = ["meeting", "call", "visit", "exercise", "sanction", "statement", "protest", "arrest"]
ROLES = ["participant", "host", "guest", "observer"]


class Numbers:
    """The generator of Knuth's MMIX, its upper half."""

    def __init__(self):
        self.state = 1

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
        return (self.state >> 32) % bound


def columns():
    below = Numbers().below
    first = datetime.date(2000, 1, 1)
    days = [first + datetime.timedelta(days=n) for n in range(9000)]
    nodes = {"id": [], "name": [], "type": [], "number": [], "date": []}
    for at in range(NODES):
        nodes["id"].append(f"event-{at}")
        nodes["name"].append(f"Event number {at}")
        nodes["type"].append(TYPES[below(8)])
        nodes["number"].append(below(1000000))
        nodes["date"].append(days[below(9000)])
    edges = {"source": [], "target": [], "role": [], "number": [], "date": []}
    for _ in range(2 * NODES):
        edges["source"].append(nodes["id"][below(NODES)])
        edges["target"].append(nodes["id"][below(NODES)])
        edges["role"].append(ROLES[below(4)])
        edges["number"].append(below(1000000))
        edges["date"].append(days[below(9000)])
    return nodes, edges


def size(path):
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size


def status(line):
    for text in open("/proc/self/status"):
        if text.startswith(line):
            return int(text.split()[1]) // 1024


def measured(name, path, write):
    gc.collect()
    open("/proc/self/clear_refs", "w").write("5")
    before, memory = time.process_time(), status("VmRSS:")
    began = time.perf_counter()
    write()
    wall, cpu = time.perf_counter() - began, time.process_time() - before
    peak = max(0, status("VmHWM:") - memory)
    print(f"{name:22} {cpu:7.2f} {wall:7.2f} {peak:8} {size(path) / 1e6:8.1f}", flush=True)


def with_networkx(out, nodes, edges):
    import networkx

    graph = networkx.MultiDiGraph()
    for id, name, kind, number, date in zip(*nodes.values()):
        graph.add_node(id, name=name, type=kind, number=number, date=date.isoformat(), label=name)
    for source, target, role, number, date in zip(*edges.values()):
        graph.add_edge(source, target, type="LED_TO", role=role, number=number, date=date.isoformat())

    def node_link():
        with open(out / "nx.json", "w") as file:
            json.dump(networkx.node_link_data(graph), file)

    measured("node-link networkx", out / "nx.json", node_link)
    measured("graphml networkx", out / "nx.graphml", lambda: networkx.write_graphml(graph, out / "nx.graphml"))
    measured("gexf networkx", out / "nx.gexf", lambda: networkx.write_gexf(graph, out / "nx.gexf", version="1.3"))


def with_igraph(out, nodes, edges):
    import igraph

    place = {id: at for at, id in enumerate(nodes["id"])}
    graph = igraph.Graph(n=NODES, directed=True)
    graph.add_edges(zip((place[id] for id in edges["source"]), (place[id] for id in edges["target"])))
    for key in nodes:
        graph.vs[key] = [str(v) for v in nodes[key]] if key == "date" else nodes[key]
    graph.es["type"] = ["LED_TO"] * (2 * NODES)
    for key in ("role", "number", "date"):
        graph.es[key] = [str(v) for v in edges[key]] if key == "date" else edges[key]
    measured("graphml igraph", out / "ig.graphml", lambda: graph.write_graphml(str(out / "ig.graphml")))


def frames(nodes, edges):
    import pandas

    nodes, edges = pandas.DataFrame(nodes), pandas.DataFrame(edges)
    edges.insert(2, "type", "LED_TO")
    return nodes, edges


def with_pandas(out, nodes, edges):
    nodes, edges = frames(nodes, edges)
    folder = out / "pandas-csv"
    folder.mkdir(exist_ok=True)

    def csv():
        nodes.to_csv(folder / "nodes.csv", index=False)
        edges.to_csv(folder / "edges.csv", index=False)

    measured("csv pandas", folder, csv)


def with_pyarrow(out, nodes, edges):
    import pyarrow
    import pyarrow.csv
    import pyarrow.parquet

    nodes, edges = pyarrow.table(nodes), pyarrow.table({**edges, "type": ["LED_TO"] * (2 * NODES)})
    for name in ("parquet", "csv"):
        folder = out / f"pyarrow-{name}"
        folder.mkdir(exist_ok=True)
        write = pyarrow.parquet.write_table if name == "parquet" else pyarrow.csv.write_csv

        def both():
            write(nodes, folder / f"nodes.{name}")
            write(edges, folder / f"edges.{name}")

        measured(f"{name} pyarrow", folder, both)


def with_kglite(out, nodes, edges):
    import kglite

    nodes, edges = frames(nodes, edges)
    for frame in (nodes, edges):
        frame["date"] = frame["date"].astype(str)
    graph = kglite.KnowledgeGraph()
    graph.add_nodes(nodes, node_type="Event", unique_id_field="id", node_title_field="name")
    graph.add_relationships(
        edges.drop(columns="type"), "LED_TO", "Event", "source", "Event", "target",
        columns=["role", "number", "date"], conflict_handling="preserve",
    )
    print("kglite holds", graph.cypher("MATCH (n) RETURN count(n) AS n").to_list(),
          graph.cypher("MATCH ()-[r]->() RETURN count(r) AS n").to_list())
    for name, format in (("graphml", "graphml"), ("gexf", "gexf"), ("node-link", "d3"), ("csv", "csv")):
        folder = out / f"kglite-{name}"
        folder.mkdir(exist_ok=True)
        path = folder / f"graph.{name}"
        measured(f"{name} kglite", folder, lambda: graph.export(str(path), format=format))


def with_pyoxigraph(out, nodes, edges):
    import pyoxigraph

    quads = out / "nquads"
    if not quads.exists():
        print("nquads pyoxigraph: no file `nquads` in the folder")
        return
    store = pyoxigraph.Store()
    store.bulk_load(path=str(quads), format=pyoxigraph.RdfFormat.N_QUADS)
    path = out / "pyoxigraph.nq"
    measured("nquads pyoxigraph", path, lambda: store.dump(str(path), format=pyoxigraph.RdfFormat.N_QUADS))
    held = list(store)
    measured(
        "nquads pyoxigraph list", path,
        lambda: pyoxigraph.serialize(held, str(path), format=pyoxigraph.RdfFormat.N_QUADS),
    )


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    known = {name[5:]: function for name, function in globals().items() if name.startswith("with_")}
    nodes, edges = columns()
    print(f"{NODES} nodes, {2 * NODES} relationships")
    print(f"{'format, program':22} {'CPU s':>7} {'wall s':>7} {'+MiB':>8} {'MB':>8}")
    for name in sys.argv[2:] or known:
        # Each in a process of its own, so that none pays for the memory of another.
        child = os.fork()
        if child == 0:
            known[name](out, nodes, edges)
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


main()
