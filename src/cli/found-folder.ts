/** Where `vtsim explore` writes what it finds, if it is told of no other place, and where the picker looks. */
export const foundFolder = 'vtsim-found'
