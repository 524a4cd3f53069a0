"""Writes a network as GraphML and as node-link JSON into a folder."""

import json
import os
import sys

import networkx

graph = networkx.MultiDiGraph()
graph.add_node("n0", type="person", name='Ada <Lund> & "co"')
graph.add_node("n1", type="person", name="Jon Berg")
graph.add_node("n2", type="vessel", name="Шёлк 👩‍🚀")
graph.add_edge("n0", "n1", type="knows", since="2021-03")
graph.add_edge("n1", "n2", type="knows", weight=2.5)
networkx.write_graphml(graph, os.path.join(sys.argv[1], "a.graphml"))
with open(os.path.join(sys.argv[1], "a.json"), "w", encoding="utf-8") as file:
    json.dump(networkx.node_link_data(graph), file)
