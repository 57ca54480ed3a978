/* bw-catalogue-table.c - what every event means, and what to do about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bw-catalogue-private.h"

/* 1: network and services; 2: sign-in; 3: tenant and admin relationship; 4: access
 * in the customer tenant; 5: this computer; 9: whatever is left. */
static const BwCatalogueEntry entries[BW_N_EVENTS] = {
  [BW_EVENT_UNKNOWN] = {
    "BW-9001",
    N_("Something happened that Bailiwick does not know."),
    N_("Try again. If it happens again, copy the details and give them to whoever supports you."),
    BW_PARTY_YOU, BW_ERROR_FAILED, FALSE,
  },
  [BW_EVENT_OFFLINE] = {
    "BW-1001",
    N_("Microsoft cannot be reached from this computer."),
    N_("Check the network connection, the proxy and the firewall. Bailiwick tries again by "
       "itself."),
    BW_PARTY_YOU, BW_ERROR_OFFLINE, TRUE,
  },
  [BW_EVENT_UNAVAILABLE] = {
    "BW-1002",
    N_("A service of Microsoft has a fault or does not answer."),
    N_("Bailiwick tries again by itself. If it lasts for hours, look at Microsoft’s service "
       "health page."),
    BW_PARTY_MICROSOFT, BW_ERROR_UNAVAILABLE, TRUE,
  },
  [BW_EVENT_THROTTLED] = {
    "BW-1003",
    N_("Microsoft asks us to send fewer requests."),
    N_("Nothing needs to be done: Bailiwick waits as long as Microsoft asks, and then goes on."),
    BW_PARTY_NOBODY, BW_ERROR_THROTTLED, TRUE,
  },
  [BW_EVENT_PROTOCOL] = {
    "BW-1004",
    N_("Microsoft answered with something that Bailiwick cannot read."),
    N_("Check that no proxy or sign-in page of the network answers in Microsoft’s place, and try "
       "again. If it happens again, look for a newer version of Bailiwick."),
    BW_PARTY_YOU, BW_ERROR_PROTOCOL, FALSE,
  },
  [BW_EVENT_NOT_CONVERGED] = {
    "BW-1005",
    N_("Microsoft accepted a change, but it never showed."),
    N_("Try again in a few minutes: what Microsoft has by then is not made twice."),
    BW_PARTY_MICROSOFT, BW_ERROR_NOT_CONVERGED, FALSE,
  },
  [BW_EVENT_BAD_REQUEST] = {
    "BW-1006",
    N_("Microsoft does not accept a request as Bailiwick sent it."),
    N_("Read Microsoft’s message: a name or a setting of yours may be the reason. Otherwise look "
       "for a newer version of Bailiwick."),
    BW_PARTY_YOU, BW_ERROR_INVALID, FALSE,
  },
  [BW_EVENT_NOT_FOUND] = {
    "BW-1007",
    N_("Something that should be at Microsoft is not there."),
    N_("Somebody may have deleted it. Try again: Bailiwick makes what is missing."),
    BW_PARTY_YOU, BW_ERROR_NOT_FOUND, FALSE,
  },
  [BW_EVENT_CONFLICT] = {
    "BW-1008",
    N_("Somebody else changed the same thing at the same time."),
    N_("Try again: Bailiwick looks at what is there now and goes on from that."),
    BW_PARTY_YOU, BW_ERROR_CONFLICT, FALSE,
  },
  [BW_EVENT_CLOCK_WRONG] = {
    "BW-1009",
    N_("The clock of this computer is wrong."),
    N_("Set the date, the time and the time zone of this computer, best by network time, and try "
       "again."),
    BW_PARTY_YOU, BW_ERROR_CLOCK, FALSE,
  },
  [BW_EVENT_OTHER_CLOUD] = {
    "BW-1010",
    N_("The tenant or the application belongs to another of Microsoft’s national clouds."),
    N_("Choose the cloud of the tenant in the settings. An application must be registered in each "
       "cloud."),
    BW_PARTY_YOU, BW_ERROR_INVALID, FALSE,
  },

  [BW_EVENT_SIGNED_OUT] = {
    "BW-2001",
    N_("Nobody is signed in to the partner tenant."),
    N_("Sign in to your partner tenant. Set-ups go on by themselves afterwards."),
    BW_PARTY_YOU, BW_ERROR_AUTH, TRUE,
  },
  [BW_EVENT_SIGN_IN_EXPIRED] = {
    "BW-2002",
    N_("The sign-in has ended, and Microsoft wants to see you again."),
    N_("Sign in again. If only one customer is concerned, a policy of that customer limits how "
       "long a sign-in lasts: ask them to exclude service provider users of your tenant from it."),
    BW_PARTY_YOU, BW_ERROR_INTERACTION_REQUIRED, TRUE,
  },
  [BW_EVENT_MFA_MISSING] = {
    "BW-2003",
    N_("The sign-in was made without multi-factor authentication, or too long ago for it to "
       "count."),
    N_("Sign in again with multi-factor authentication. If only one customer is concerned, ask "
       "them to trust the multi-factor authentication of your tenant, or to exclude service "
       "provider users of your tenant from their policy."),
    BW_PARTY_YOU, BW_ERROR_INTERACTION_REQUIRED, FALSE,
  },
  [BW_EVENT_APP_REGISTRATION] = {
    "BW-2004",
    N_("The app registration is not set up the way Bailiwick needs it."),
    N_("Check the registration: the client ID, that it is multi-tenant, that it allows public "
       "client flows and has the redirect address http://localhost, its permissions, and who is "
       "assigned to it."),
    BW_PARTY_YOU, BW_ERROR_AUTH, FALSE,
  },
  [BW_EVENT_CREDENTIAL_EXPIRED] = {
    "BW-2005",
    N_("The client secret or the certificate of the app registration has expired or is wrong."),
    N_("Make a new one in the app registration, and set it as the app credential in the main "
       "menu, or with “bailiwickctl account set-secret”. A new one may take some minutes until "
       "it works."),
    BW_PARTY_YOU, BW_ERROR_AUTH, FALSE,
  },
  [BW_EVENT_ACCOUNT_BLOCKED] = {
    "BW-2006",
    N_("The account that is signed in is locked, disabled, missing, or its password is not "
       "accepted."),
    N_("Have an administrator of your own tenant look at the account, and sign in again."),
    BW_PARTY_YOU, BW_ERROR_AUTH, FALSE,
  },
  [BW_EVENT_SIGN_IN_DECLINED] = {
    "BW-2007",
    N_("The sign-in was cancelled, or what it asked for was not accepted."),
    N_("Sign in again, and accept on Microsoft’s page what Bailiwick asks for."),
    BW_PARTY_YOU, BW_ERROR_AUTH, FALSE,
  },
  [BW_EVENT_DEVICE_CODE_ENDED] = {
    "BW-2008",
    N_("A sign-in with a code was not finished in time, or the code was used already."),
    N_("Sign in again, and enter the new code on Microsoft’s page within a quarter of an hour."),
    BW_PARTY_YOU, BW_ERROR_AUTH, FALSE,
  },
  [BW_EVENT_ACCOUNT_RISK] = {
    "BW-2009",
    N_("Microsoft sees a risk in the account, or in where it is used, and does not let it in."),
    N_("Have an administrator of your own tenant look at the risk of the account in the Microsoft "
       "Entra admin center, set up its multi-factor authentication from a place that your tenant "
       "trusts, and sign in again. Where Microsoft has blocked your delegated administration "
       "(AADSTS530034), ask Microsoft’s support."),
    BW_PARTY_YOU, BW_ERROR_AUTH, FALSE,
  },

  [BW_EVENT_NOT_A_CUSTOMER] = {
    "BW-3001",
    N_("The tenant is not a customer of yours in Microsoft Partner Center."),
    N_("Invite the customer in Partner Center and try again once they have accepted, or add the "
       "tenant as a non-CSP tenant."),
    BW_PARTY_YOU, BW_ERROR_NOT_FOUND, FALSE,
  },
  [BW_EVENT_OWN_TENANT] = {
    "BW-3002",
    N_("The tenant is your own partner tenant, which cannot be set up as a customer."),
    N_("Choose the tenant of a customer."),
    BW_PARTY_YOU, BW_ERROR_INVALID, FALSE,
  },
  [BW_EVENT_TENANT_GONE] = {
    "BW-3003",
    N_("Microsoft knows no such tenant."),
    N_("Check the tenant ID or the domain, and that the right cloud is chosen. If the customer has "
       "deleted the tenant, remove it from the list."),
    BW_PARTY_YOU, BW_ERROR_NOT_FOUND, FALSE,
  },
  [BW_EVENT_RELATIONSHIP_INVALID] = {
    "BW-3004",
    N_("The chosen admin relationship cannot be used any more."),
    N_("Choose another admin relationship, or create a new one."),
    BW_PARTY_YOU, BW_ERROR_CONFLICT, FALSE,
  },
  [BW_EVENT_RELATIONSHIP_LAPSED] = {
    "BW-3005",
    N_("The request for the admin relationship lapsed before the customer approved it."),
    N_("Try again to make a new request, and send the customer the new message."),
    BW_PARTY_YOU, BW_ERROR_NEEDS_PERSON, FALSE,
  },
  [BW_EVENT_RELATIONSHIP_REJECTED] = {
    "BW-3006",
    N_("The admin relationship was rejected or terminated before it became active."),
    N_("Ask the customer why. Try again to make a new request once they agree."),
    BW_PARTY_CUSTOMER, BW_ERROR_NEEDS_PERSON, FALSE,
  },
  [BW_EVENT_RELATIONSHIP_ENDED] = {
    "BW-3007",
    N_("The admin relationship has ended: it expired, or somebody terminated it."),
    N_("Set the tenant up again to ask the customer for a new admin relationship."),
    BW_PARTY_YOU, BW_ERROR_NEEDS_PERSON, FALSE,
  },
  [BW_EVENT_ASSIGNMENT_ERROR] = {
    "BW-3008",
    N_("Microsoft could not assign the roles to a group."),
    N_("Remove the assignment that failed from the admin relationship in Partner Center, and try "
       "again."),
    BW_PARTY_YOU, BW_ERROR_FAILED, FALSE,
  },
  [BW_EVENT_PROGRAM] = {
    "BW-3009",
    N_("The membership of your company in Microsoft’s partner program keeps this from being done."),
    N_("Look in Partner Center whether the partner agreement is accepted and the program status "
       "is active."),
    BW_PARTY_YOU, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_GUEST_ADDRESS] = {
    "BW-3010",
    N_("The address of the guest account is in no verified domain of your partner tenant."),
    N_("Remove the tenant from the list, and add it again with the address of one of your own "
       "people."),
    BW_PARTY_YOU, BW_ERROR_INVALID, FALSE,
  },
  [BW_EVENT_CONSENT_DECLINED] = {
    "BW-3011",
    N_("The customer’s administrator declined what we asked for."),
    N_("Talk to the customer. Retry asks them again: the link in the approval message stays the "
       "same."),
    BW_PARTY_CUSTOMER, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_CONSENT_ELSEWHERE] = {
    "BW-3012",
    N_("Somebody consented in another tenant than the customer’s."),
    N_("Ask the customer’s administrator to open the link in a private window and to sign in with "
       "an account of the organization that the message names. In the other tenant, our "
       "application can be removed under “Enterprise applications”. Then try again."),
    BW_PARTY_CUSTOMER, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_GUEST_IS_MEMBER] = {
    "BW-3013",
    N_("The address of the guest account belongs to somebody who is in the customer tenant "
       "already, and not as a guest."),
    N_("Remove the tenant from the list, and add it again with another address; or ask the "
       "customer to turn the user into a guest."),
    BW_PARTY_YOU, BW_ERROR_CONFLICT, FALSE,
  },
  [BW_EVENT_INVITATION_REFUSED] = {
    "BW-3014",
    N_("The customer tenant does not let our application invite the guest account."),
    N_("Ask the customer to open “External collaboration settings” in the Microsoft Entra admin "
       "center, to allow that guests are invited, and to allow the domain of the guest account "
       "there. Then try again."),
    BW_PARTY_CUSTOMER, BW_ERROR_DENIED, FALSE,
  },

  [BW_EVENT_CONSENT_MISSING] = {
    "BW-4001",
    N_("The application is not allowed in the customer tenant yet, or lacks a permission there."),
    N_("Try again: Bailiwick consents on behalf of the customer. For a non-CSP tenant an "
       "administrator of the customer has to consent. If it is your own tenant, check the client "
       "ID."),
    BW_PARTY_YOU, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_CONDITIONAL_ACCESS] = {
    "BW-4002",
    N_("A Conditional Access policy of the tenant keeps us out."),
    N_("Ask the customer to open the policy in the Microsoft Entra admin center and to exclude "
       "there, under “Users”, “Guest or external users”: “Service provider users”, “Selected”, "
       "and the ID of your partner tenant. Then try again."),
    BW_PARTY_CUSTOMER, BW_ERROR_CONDITIONAL_ACCESS, FALSE,
  },
  [BW_EVENT_GUEST_IN_THE_WAY] = {
    "BW-4003",
    N_("The customer tenant does not know the signed-in user, or knows them as a guest, which "
       "stands in the way of delegated access."),
    N_("If the customer tenant has a guest account for you, have the customer delete it. "
       "Otherwise check that the admin relationship is active and that you are a member of a "
       "group with roles in it."),
    BW_PARTY_CUSTOMER, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_DENIED] = {
    "BW-4004",
    N_("The signed-in user may not do this."),
    N_("Check the roles of the signed-in user, the groups they are in and the roles that these "
       "have in the admin relationship, and that the sign-in was made with multi-factor "
       "authentication. New rights may take some minutes."),
    BW_PARTY_YOU, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_NOT_ADMIN_AGENT] = {
    "BW-4005",
    N_("The signed-in user is not an admin agent of the partner tenant."),
    N_("Add the user to the group “AdminAgents” of your partner tenant, sign in again and try "
       "again."),
    BW_PARTY_YOU, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_CROSS_TENANT] = {
    "BW-4006",
    N_("Cross-tenant access settings or tenant restrictions keep you out of the tenant."),
    N_("Allow the access in the cross-tenant access settings: outbound in your tenant, inbound in "
       "the customer’s. Tenant restrictions are a matter of your own network."),
    BW_PARTY_CUSTOMER, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_SERVICE_MISSING] = {
    "BW-4007",
    N_("The tenant does not have the service that this is about."),
    N_("The customer needs a licence that includes the service. What does not need it works "
       "without."),
    BW_PARTY_CUSTOMER, BW_ERROR_NOT_FOUND, FALSE,
  },
  [BW_EVENT_DEVICE_REQUIRED] = {
    "BW-4008",
    N_("A Conditional Access policy of the tenant lets in only devices that the tenant manages or "
       "trusts."),
    N_("Ask the customer to open the policy in the Microsoft Entra admin center and to exclude "
       "there, under “Users”, “Guest or external users”: “Service provider users”, “Selected”, "
       "and the ID of your partner tenant. If your computer is managed, they can also trust "
       "compliant devices of your tenant in the cross-tenant access settings. Then try again."),
    BW_PARTY_CUSTOMER, BW_ERROR_CONDITIONAL_ACCESS, FALSE,
  },
  [BW_EVENT_POLICY_CONTROL] = {
    "BW-4009",
    N_("A Conditional Access policy of the tenant demands something that delegated "
       "administration, or Bailiwick, cannot do."),
    N_("It may be an approved app, an app-enforced session or a custom control. Ask the customer "
       "to open the policy in the Microsoft Entra admin center and to exclude there, under "
       "“Users”, “Guest or external users”: “Service provider users”, “Selected”, and the ID of "
       "your partner tenant. If the customer tenant has a guest account for you, have the "
       "customer delete it. Then try again."),
    BW_PARTY_CUSTOMER, BW_ERROR_CONDITIONAL_ACCESS, FALSE,
  },
  [BW_EVENT_GUEST_PENDING] = {
    "BW-4010",
    N_("The customer tenant has invited the signed-in user as a guest, and the invitation was not "
       "accepted yet."),
    N_("Open the invitation that Microsoft sent, and accept it. Without an invitation, check that "
       "the admin relationship is active and that you are a member of a group with roles in it."),
    BW_PARTY_YOU, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_GUEST_DISABLED] = {
    "BW-4011",
    N_("The guest account of the signed-in user is disabled in the customer tenant."),
    N_("Ask the customer to enable the guest account, or, where there is an admin relationship, to "
       "delete it. Then try again."),
    BW_PARTY_CUSTOMER, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_QUOTA] = {
    "BW-4012",
    N_("The directory of the tenant is full: it holds as many objects as Microsoft allows."),
    N_("Have an administrator of the tenant remove users, groups or apps that nobody needs any "
       "more, also from the deleted ones, or verify a domain, which raises the limit. Then try "
       "again."),
    BW_PARTY_YOU, BW_ERROR_DENIED, FALSE,
  },
  [BW_EVENT_GUEST_POLICY] = {
    "BW-4013",
    N_("A Conditional Access policy of the customer tenant keeps the guest account out."),
    N_("Ask the customer to open the policy in the Microsoft Entra admin center and to exclude "
       "the guest account there, or, under “Users”, “Guest or external users”: “B2B collaboration "
       "guest users” of your partner tenant. If the policy demands multi-factor authentication, "
       "they can trust that of your tenant in the cross-tenant access settings. Then try again."),
    BW_PARTY_CUSTOMER, BW_ERROR_CONDITIONAL_ACCESS, FALSE,
  },
  [BW_EVENT_GUEST_BLOCKED] = {
    "BW-4014",
    N_("The guest account is disabled in the customer tenant."),
    N_("Ask the customer to enable the guest account in the Microsoft Entra admin center. Then try "
       "again."),
    BW_PARTY_CUSTOMER, BW_ERROR_DENIED, FALSE,
  },

  [BW_EVENT_STORAGE] = {
    "BW-5001",
    N_("The database of Bailiwick cannot be used."),
    N_("Check the folder that is named, its permissions and the disk, and start Bailiwick again."),
    BW_PARTY_YOU, BW_ERROR_STORAGE, FALSE,
  },
  [BW_EVENT_KEYRING] = {
    "BW-5002",
    N_("The system keyring is locked, absent or refuses to work."),
    N_("Unlock the keyring, or start a keyring service, and sign in again."),
    BW_PARTY_YOU, BW_ERROR_KEYRING, FALSE,
  },
  [BW_EVENT_BUSY] = {
    "BW-5003",
    N_("Another window or command of Bailiwick is at work on the same tenant."),
    N_("Nothing needs to be done: it goes on once the other is finished."),
    BW_PARTY_NOBODY, BW_ERROR_BUSY, TRUE,
  },
  [BW_EVENT_DISK_FULL] = {
    "BW-5004",
    N_("The disk is full."),
    N_("Free some space on the disk that holds your data, and try again."),
    BW_PARTY_YOU, BW_ERROR_DISK_FULL, FALSE,
  },
  [BW_EVENT_NEWER_DATABASE] = {
    "BW-5005",
    N_("A newer version of Bailiwick wrote the database."),
    N_("Install that version again, or use another folder."),
    BW_PARTY_YOU, BW_ERROR_NEWER_DATABASE, FALSE,
  },
};

/* Returns: (transfer none): the row of @event */
const BwCatalogueEntry *
bw_catalogue_get_entry (BwEvent event)
{
  return &entries[event < BW_N_EVENTS ? event : BW_EVENT_UNKNOWN];
}
