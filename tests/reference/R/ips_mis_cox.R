# Cox regression of the time to the first job of the shipped cohort, crude and adjusted, and the test of proportional hazards,
# from the analysis file of the last `make` (results/ips_mis).
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))
source(file.path(here, "cox_tables.R"))
file <- file.path(here, "..", "..", "..", "results", "ips_mis", "outcomes", "persons.sav")
if (!file.exists(file)) stop("results/ips_mis is not there: run `make` first")

d <- as.data.frame(haven::as_factor(haven::read_sav(file), levels = "labels"))
d$first_job <- d$first_job_event == "yes"
d$experience <- factor(d$experience, levels = c("first half", "second half"))
d$funding <- factor(d$funding, levels = c("municipality", "UWV"))
d$sex <- factor(d$sex, levels = c("female", "male"))
d$education <- factor(d$education, levels = c("low or medium", "high"))
d$worked_past_5_years <- factor(d$worked_past_5_years, levels = c("no", "yes"))
confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5")
exposures <- list(experience = confounders, funding = confounders)
every <- c("crude", "crude_on_adjusted_rows", "adjusted", "mutual", "alone_on_mutual_rows")
found <- cox_all(d, list(
  time_to_first_job = list(time = "follow_time", event = "first_job", exposures = exposures),
  breslow = list(time = "follow_time", event = "first_job", ties = "breslow", exposures = exposures)
), every)
write_values(found$estimates, "ips_mis_cox_estimates")
write_values(found$fits, "ips_mis_cox_fits")
write_values(found$hazards, "ips_mis_cox_hazards")
# Who worked at an unknown time is in no model: with them in, at the earliest and at the latest that it can have been.
worked <- d$first_job | (is.na(d$first_job) & d$job_obtained == "yes")
d$worked <- ifelse(is.na(d$first_job), worked, d$first_job)
bounds <- cox_all(d, list(
  earliest = list(time = "follow_time_best", event = "worked", exposures = exposures),
  latest = list(time = "follow_time_worst", event = "worked", exposures = exposures)
), every)$estimates
write_values(bounds[bounds$term == bounds$exposure, ], "ips_mis_cox_bounds")
write_values(found$residuals[found$residuals$model == "time_to_first_job", ], "ips_mis_cox_residuals")
