# Rossi week by week: employed or not in each week before arrest, of everybody, and marginal models of it. A person who was arrested is not
# observed afterwards. The likelihood with random intercepts is not maximised here: 432 persons one after another take R too long.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "repeated_tables.R"))

d <- carData::Rossi
people <- rossi()
rows <- do.call(rbind, lapply(seq_len(nrow(d)), function(i) {
  weeks <- seq_len(d$week[i])
  employed <- as.character(unlist(d[i, paste0("emp", weeks)])) == "yes"
  data.frame(
    id = i, period = weeks, month = weeks, y = as.numeric(employed), financial_aid = people$financial_aid[i], work_experience = people$work_experience[i],
    age = people$age[i], race = people$race[i], prior_convictions = people$prior_convictions[i]
  )
}))
rows <- rows[!is.na(rows$y), ]
found <- list()
for (exposure in c("financial_aid", "work_experience")) {
  for (adjustment in c("crude", "adjusted")) {
    confounders <- if (adjustment == "adjusted") c("age", "race", "prior_convictions")
    for (corstr in c("ar1", "exchangeable", "independence")) {
      found[[length(found) + 1]] <- gee_rows(rows, exposure, "month", confounders, corstr, data.frame(exposure, adjustment))
    }
  }
}
found <- stack_rows(found)
write_values(found$rows, "rossi_repeated_estimates")
# What a week multiplies the odds ratio by is compared on the other cohorts.
found$tests[c("interaction_ratio", "interaction_low", "interaction_high")] <- NULL
write_values(found$tests, "rossi_repeated_models")
