"""Notebooks in forks of a warmed process: what papermill's engine ``govindex-fork`` is made of.

A *forge* is a process that has imported everything and runs nothing. For each notebook it forks a child, which has
IPython and the libraries at once, runs the cells there, and ends. Nothing of a notebook outlives its child, no thread
lives in the forge when it forks, and its memory does not grow. Here nothing knows of provinces or pages: what a forge
imports first, and what a child does, are functions named by whoever starts it.
"""
