export { InvitationScreen } from './InvitationScreen'
export { SignInScreen } from './SignInScreen'
