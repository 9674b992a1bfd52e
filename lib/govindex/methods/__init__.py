"""Methods of composite indicators: how sure, who moved, like whom, what if; numbers in, numbers out."""
