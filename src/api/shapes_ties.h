/* shapes_ties: what has grown between a person, our members and the organisation. */
#ifndef KITH_API_SHAPES_TIES_H
#define KITH_API_SHAPES_TIES_H

#include "api/shapes.h"

struct api_tie_part {
    k_str name, say;
    double value, weight, points;
};
struct api_tie_raise {
    k_str act, say;
    double gain;
};
struct api_tie_override {
    double strength;
    k_str why;
    struct api_member_ref *by;
    k_time until;
};
struct api_outlook_reason {
    k_str say;
};
struct api_outlook {
    double chance, fallen;
    k_str word, say;
    K_VEC(struct api_outlook_reason) reasons;
};
struct api_tie {
    struct api_member_ref *member;
    double strength, worked_out, peak, past, trend, confidence, percentile;
    k_str stage, rhythm;
    double interval_days, dormancy, burstiness;
    k_time last_two_way_at, peak_at;
    int64_t heard, told, exchanges;
    double rated;
    struct api_tie_override *override;
    struct api_outlook *outlook;
    K_VEC(struct api_tie_part) parts;
    K_VEC(struct api_tie_raise) raises;
};
struct api_stage_need {
    k_str name, say;
};
struct api_stage_step {
    k_str stage;
    k_time since;
};
struct api_relationship {
    k_id person_id;
    k_time at, since;
    k_str stage, stage_reason, next_step;
    K_VEC(struct api_stage_need) missing;
    K_VEC(struct api_stage_step) steps;
    K_VEC(struct api_tie) ties;
    int64_t weights_version;
};
struct api_relationship_in {
    k_id id;
    k_time at;
};
struct api_course_in {
    k_id id;
    int64_t weeks;
};
struct api_course_point {
    k_time at;
    double strength;
};
struct api_course {
    K_VEC(struct api_course_point) points;
};
struct api_override_in {
    k_id id, member_id;
    double strength;
    k_str why;
    k_time until;
};
struct api_override_off_in {
    k_id id, member_id;
};
struct api_rating_in {
    k_id id;
    double strength;
};
struct api_weight {
    k_str name;
    double documented, now, fitted;
};
struct api_fitting_part {
    k_str name;
    double before, after;
};
struct api_fitting {
    int64_t version, of_version, ratings;
    k_str kind;
    double error_before, error_after;
    K_VEC(struct api_fitting_part) parts;
    k_time at;
    struct api_member_ref *by;
};
struct api_weights_return_in {
    int64_t version;
};
struct api_weights {
    int64_t version, ratings, needed;
    K_VEC(struct api_weight) parts;
    double error_now, error_fitted;
    bool enough, better;
    K_VEC(struct api_fitting) fittings;
    k_time at;
    struct api_member_ref *by;
};
struct api_tie_run {
    bool running;
    int64_t people, ties, touches;
    k_time started_at, finished_at;
};
extern const struct shape shape_relationship, shape_relationship_in, shape_course_in,
    shape_course_point, shape_course, shape_override_in, shape_override_off_in, shape_rating_in,
    shape_weights, shape_weights_return_in, shape_tie_run;

#endif
