// Stands in for React in the rooms that must not see it: it is no module, so importing it does not compile.
