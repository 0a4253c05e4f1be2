export { FirstEvening } from './FirstEvening'
export { RelationshipsScreen } from './RelationshipsScreen'
export { SlippingList } from './SlippingList'
