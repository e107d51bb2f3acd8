// Stands in for react-devtools-core, which Ink loads only where DEV is set and which weighs more than all the rest.
export default { initialize() {}, connectToDevTools() {} }
