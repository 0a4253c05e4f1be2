/* policy_starter: which of the embedded policies is meant. */
#include "domain/policy_starter.h"

const struct policy_starter *policy_starter(k_str lang)
{
    const struct policy_starter *english = &policy_starters[0];
    for (size_t i = 0; i < n_policy_starters; i++) {
        if (k_str_istarts(lang, policy_starters[i].lang))
            return &policy_starters[i];
        if (k_str_eqz(policy_starters[i].lang, "en"))
            english = &policy_starters[i];
    }
    return english;
}
