/* needs: core.js geo.js */
/* How things look: the role gives the colour, the basis gives the line. */
((ZM) => {
  "use strict";

  // Lengths for a line 2 px wide; "members" is a group's outline, whose parts show their own basis.
  const DASHES = new Map([
    ["stated sides", null],
    ["reference sides", null],
    ["members", null],
    ["traced", [10, 5]],
    ["sketched", [3, 4]],
    ["inferred", [1, 4]],
  ]);
  const BASES = ["stated sides", "reference sides", "traced", "sketched"];

  /* An unknown basis is drawn like the least certain one. Wide lines get longer dashes. */
  function dash(basis, weight) {
    const lengths = DASHES.has(basis) ? DASHES.get(basis) : DASHES.get("sketched");
    return lengths ? lengths.map((length) => length * Math.max(1, (weight || 2) / 2.6)).join(" ") : null;
  }

  function darker(color, share) {
    const channel = (at) =>
      Math.round(parseInt(color.slice(at, at + 2), 16) * (1 - share))
        .toString(16)
        .padStart(2, "0");
    return `#${channel(1)}${channel(3)}${channel(5)}`;
  }

  /* Points so far off that the map must not look as if it knew the place. */
  const ROUGH_M = 1000;
  const rough = (item) => item.kind === "node" && item.accuracy_m > ROUGH_M;

  function element(item) {
    const line = darker(item.color, 0.25);
    if (rough(item))
      return {
        radius: 5.5,
        color: line,
        weight: 1.6,
        dashArray: "2.5 2.5",
        fill: true,
        fillColor: "#ffffff",
        fillOpacity: 1,
        stroke: true,
        lineCap: "butt",
      };
    if (item.kind === "node")
      return { radius: 5.5, color: "#ffffff", weight: 1.6, fill: true, fillColor: line, fillOpacity: 1, stroke: true };
    if (item.kind === "axis")
      return {
        color: line,
        weight: 4.5,
        opacity: 0.85,
        dashArray: dash(item.basis, 4.5),
        fill: false,
        stroke: true,
        lineCap: "butt",
      };
    if (item.kind === "group")
      return {
        color: line,
        weight: 1.2,
        opacity: 0.9,
        dashArray: dash(item.basis),
        fillColor: item.color,
        fillOpacity: 0.08,
        fill: true,
        stroke: true,
      };
    return {
      color: line,
      weight: 2,
      opacity: 1,
      dashArray: dash(item.basis),
      fillColor: item.color,
      fillOpacity: 0.3,
      fill: true,
      stroke: true,
    };
  }

  const CONTEXT = {
    water: { stroke: true, color: "#a9c9dc", weight: 0.6, fill: true, fillColor: "#cfe3ee", fillOpacity: 1 },
    land: { stroke: true, color: "#d9d4c5", weight: 0.8, fill: true, fillColor: "#f5f2ea", fillOpacity: 1 },
    river: { stroke: true, color: "#bcd7e6", weight: 2.4, fill: false },
  };

  function context({ kind, geometry }) {
    if (kind === "island" || kind === "land") return CONTEXT.land;
    return ZM.geo.isArea(geometry) ? CONTEXT.water : CONTEXT.river;
  }

  function baseline(item) {
    const wet = ["bank", "shore", "river", "canal"].includes(item.kind);
    return { color: wet ? "#6f9fb8" : "#8d8878", weight: 1.1, opacity: 0.75, dashArray: dash(item.basis), fill: false };
  }

  /* What lies around an element that is pointed at (soft) or chosen: white, and a colour upon it. */
  function glow(soft, point) {
    const weight = point ? 4 : soft ? 8 : 11;
    return [
      { color: "#ffffff", weight: point ? 7 : weight + 4, opacity: 0.95, radius: 9, fill: false },
      // Points have nothing to read below it; on a line it must let dashes be seen.
      { color: soft ? "#f59e0b" : "#ea580c", weight, opacity: point ? 1 : 0.5, radius: 9, fill: false },
    ];
  }

  const CASING = { color: "#ffffff", weight: 5, opacity: 0.95, fill: false };
  const REACH = {
    color: "#9a3412",
    weight: 1.4,
    opacity: 0.9,
    dashArray: "4 4",
    lineCap: "butt",
    fill: true,
    fillColor: "#ea580c",
    fillOpacity: 0.08,
  };

  function edge(item) {
    if (item.basis === "inferred")
      return { color: "#a11d33", weight: 2.5, opacity: 1, dashArray: dash("inferred"), fill: false };
    return {
      color: "#1f2937",
      weight: 2.5,
      opacity: 0.9,
      dashArray: item.basis === "traced" ? null : dash(item.basis),
      fill: false,
    };
  }

  ZM.style = { element, context, baseline, edge, glow, dash, darker, rough, BASES, CASING, REACH };
})(window.ZM);
