// Lays out a graph in columns: each object stands to the left of what it refers to.

/** Returns the column of each node, 0 for what refers to nothing; rings are cut. */
function columns(nodes, targets) {
  const column = new Map();
  const visit = (start) => {
    const path = [{ node: start, left: [...targets.get(start)], most: 0 }];
    const isOnPath = new Set([start]);
    while (path.length) {
      const top = path[path.length - 1];
      const next = top.left.pop();
      if (next === undefined) {
        path.pop();
        isOnPath.delete(top.node);
        column.set(top.node, top.most);
        const above = path[path.length - 1];
        if (above) above.most = Math.max(above.most, top.most + 1);
      } else if (column.has(next)) {
        top.most = Math.max(top.most, column.get(next) + 1);
      } else if (!isOnPath.has(next)) {
        isOnPath.add(next);
        path.push({ node: next, left: [...targets.get(next)], most: 0 });
      }
    }
  };
  for (const node of nodes) if (!column.has(node)) visit(node);
  return column;
}

/** Returns the parts of a graph that nothing joins. */
function islands(nodes, edges) {
  const next = new Map(nodes.map((node) => [node, []]));
  for (const [from, to] of edges) {
    next.get(from).push(to);
    next.get(to).push(from);
  }
  const seen = new Set();
  return nodes.filter((node) => !seen.has(node)).map((start) => {
    if (seen.has(start)) return [];
    const island = [start];
    seen.add(start);
    for (let index = 0; index < island.length; index += 1) {
      for (const node of next.get(island[index])) {
        if (!seen.has(node)) {
          seen.add(node);
          island.push(node);
        }
      }
    }
    return island;
  }).filter((island) => island.length);
}

/** Returns an island's columns, with stops where an edge passes through, and its edges. */
function islandLayout(nodes, edges) {
  const targets = new Map(nodes.map((node) => [node, []]));
  for (const [from, to] of edges) targets.get(from).push(to);
  const column = columns(nodes, targets);
  const layers = [];
  const into = (index, stop) => {
    (layers[index] ??= []).push(stop);
    return stop;
  };
  const stops = new Map(nodes.map((node) => [node, into(column.get(node), { node, near: [] })]));
  const paths = edges.map(([from, to]) => {
    const path = [stops.get(from)];
    const step = column.get(from) > column.get(to) ? -1 : 1;
    for (let index = column.get(from) + step; index !== column.get(to) && step < 0; index += step) {
      path.push(into(index, { node: null, near: [] }));
    }
    path.push(stops.get(to));
    for (let index = 1; index < path.length; index += 1) {
      path[index - 1].near.push(path[index]);
      path[index].near.push(path[index - 1]);
    }
    return { from, to, path };
  });
  settle(layers);
  return { layers, paths };
}

/** Orders each column so that its nodes stand beside what they are joined to. */
function settle(layers) {
  const number = (layer) => layer.forEach((stop, index) => { stop.rank = index; });
  layers.forEach(number);
  for (let turn = 0; turn < 8; turn += 1) {
    const order = turn % 2 ? [...layers].reverse() : layers;
    for (const layer of order) {
      for (const stop of layer) {
        const ranks = stop.near.map((other) => other.rank);
        stop.pull = ranks.length ? ranks.reduce((a, b) => a + b, 0) / ranks.length : stop.rank;
      }
      layer.sort((a, b) => a.pull - b.pull || a.rank - b.rank);
      number(layer);
    }
  }
}
