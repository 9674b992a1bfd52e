"""The sheet of trends: how a province's scores run over the years that compare, and in which groups it stood."""
