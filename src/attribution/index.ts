export { attribute, isClientDisconnect } from './attribute.js'
export { watchOutgoing } from './outgoing.js'
