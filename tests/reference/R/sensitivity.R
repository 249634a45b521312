# Alternatives to what the shipped cohort's study does, refitted: without mental health among the confounders, with the inclusion period split
# three months earlier, and with the date of inclusion as a number (years since the first), in place of halves. Crude and adjusted, from the analysis file of the last `make` (results/ips_mis).
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))
source(file.path(here, "cox_tables.R"))
source(file.path(here, "ips_mis_data.R"))

confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5")
regressions <- list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  days_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
)
refitted <- function(alternative, data, adjusted_for) {
  found <- fit_all(data, regressions, list(experience = adjusted_for, funding = adjusted_for), adjusted_for, c("crude", "adjusted"))$estimates
  found <- found[!is.na(found$term) & found$term == found$exposure, ]
  excluded <- apply(found, 1, function(row) {
    population <- if (row[["model"]] == "days_worked") sum(data$job_obtained) else nrow(data)
    population - as.integer(row[["n"]])
  })
  found$n_excluded <- excluded
  exposures <- list(experience = adjusted_for, funding = adjusted_for)
  times <- cox_all(data, list(time_to_first_job = list(time = "follow_time", event = "first_job", exposures = exposures)), c("crude", "adjusted"))$estimates
  times <- times[times$term == times$exposure, ]
  times$n_excluded <- nrow(data) - times$n
  columns <- setdiff(names(found), "term")
  cbind(alternative, rbind(found[columns], times[columns]))
}

d <- ips_mis()
d$first_job <- d$first_job_event == "yes"
earlier <- d
earlier$experience <- factor(
  ifelse(as.Date(d$inclusion_date) < as.Date("2015-08-19"), "first half", "second half"), levels = c("first half", "second half")
)
linear <- d
included <- as.Date(d$inclusion_date)
linear$experience <- as.numeric(included - min(included)) / 365.25
per_year <- refitted("a number, per year", linear, confounders)
per_year$level[per_year$exposure == "experience"] <- "second half"  # beside which it stands
write_values(rbind(
  refitted("without mental health", d, setdiff(confounders, "mhi5")),
  refitted("three months earlier", earlier, confounders),
  per_year
), "sensitivity")
