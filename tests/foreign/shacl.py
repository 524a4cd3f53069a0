"""Checks data against shapes with pyshacl: shacl.py SHAPES DATA prints `conforms`, or the results."""

import sys

import pyshacl
import rdflib

shapes, data = sys.argv[1:]
graph = rdflib.Graph()
graph.parse(data, format="turtle")
conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes, shacl_graph_format="turtle")
print("conforms" if conforms else text)
