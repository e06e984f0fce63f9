/* Readers who asked their system for less motion get a map that jumps instead of gliding.
   Leaflet reads these options once, when a map starts, so this runs before folium's script. */
(() => {
  "use strict";
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false });
  }
})();
