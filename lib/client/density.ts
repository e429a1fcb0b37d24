/** Where the browser keeps the density, in the form of the store of components/ui/density.ts. */
export const densityKey = "gatehouse-density";

/** Run before anything is drawn, so that a page does not jump. */
export const densityScript = `try{const d=JSON.parse(localStorage.getItem("${densityKey}")).state.density;if(d==="comfortable")document.documentElement.dataset.density=d}catch{}`;
