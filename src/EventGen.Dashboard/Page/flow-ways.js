// How an edge of the graph runs from box to box: through the gaps between boxes, never across one.

export const Box = { width: 236, height: 50, gap: 12, group: 30, margin: 30, top: 46 };

// From the middle of an edge to a box beside it.
const clearance = Box.gap / 2;

// How far an edge that comes back to a box bends out to the left of it; three quarters of it are seen, which is less than the margin.
const turn = 36;

export function wayBetween(boxes) {
  const columns = [...new Set(boxes.map(box => box.x))].sort((a, b) => a - b);

  // The free place in a column that is nearest to a height.
  const freeAt = (x, wish) => {
    const taken = boxes.filter(box => box.x === x).map(box => box.y).sort((a, b) => a - b);
    let nearest = null, from = -Infinity;
    for (const y of [...taken, Infinity]) {
      const low = from + clearance, high = y - clearance;
      if (low <= high) {
        const place = Math.min(high, Math.max(low, wish));
        if (nearest === null || Math.abs(place - wish) < Math.abs(nearest - wish)) nearest = place;
      }
      from = y + Box.height;
    }
    return nearest;
  };

  // Crosses columns one after the other, each at a free height, and changes its height between them.
  const across = (crossed, start, wish) => {
    let [x, y] = start, path = '';
    for (const column of crossed.list) {
      const next = freeAt(column, wish(column));
      const [near, far] = crossed.isBack ? [column + Box.width, column] : [column, column + Box.width];
      path += `${curve(x, y, near, next)} L${far} ${next}`;
      [x, y] = [far, next];
    }
    return { path, x, y };
  };

  // The lane, for an edge that leaves its box below, is free in the box's own column.
  return (from, to, lane) => {
    const [x2, y2] = [to.x, to.y + Box.height / 2];
    if (lane !== null && to.x <= from.x) {
      const { path, x, y } = across({ list: columns.filter(column => column >= to.x && column < from.x).reverse(), isBack: true }, [from.x, lane], () => lane);
      return `${below(from, lane, from.x)}${path} C${x - turn} ${y} ${x2 - turn} ${y2} ${x2} ${y2}`;
    }

    const start = lane === null ? [from.x + Box.width, from.y + Box.height / 2] : [from.x + Box.width, lane];
    const wish = lane === null ? column => start[1] + ((y2 - start[1]) * (column - start[0])) / (x2 - start[0]) : () => lane;
    const { path, x, y } = across({ list: columns.filter(column => column > from.x && column < to.x), isBack: false }, start, wish);
    return `${lane === null ? `M${start[0]} ${start[1]}` : below(from, lane, start[0])}${path}${curve(x, y, x2, y2)}`;
  };
}

// Out of the bottom of a box, to its left or right end.
function below(from, lane, end) {
  const x = from.x + Box.width / 2;
  return `M${x} ${from.y + Box.height} C${x} ${lane} ${x} ${lane} ${x + (end < x ? -40 : 40)} ${lane} L${end} ${lane}`;
}

function curve(x1, y1, x2, y2) {
  const bend = (x2 - x1) * 0.45;
  return ` C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
