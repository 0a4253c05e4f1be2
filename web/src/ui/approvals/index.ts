// approvals: the stages that something held goes through, and what who is asked can do. Loaded with the screens that show
// them.
export * from './Approvals'
export * from './Changed'
