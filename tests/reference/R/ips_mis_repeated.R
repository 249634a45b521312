# The shipped cohort month by month: the months that ips_mis_from_raw.R derived from the raw records, exposures and characteristics from the
# analysis file of the last `make`.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "ips_mis_data.R"))
source(file.path(here, "repeated_tables.R"))

wide <- read.csv(file.path(here, "..", "values", "ips_mis_persons.csv"))
months <- paste0("month_", 1:30)
persons <- ips_mis()
wide <- wide[match(persons$id, wide$id), ]
long <- do.call(rbind, lapply(seq_len(nrow(persons)), function(i) {
  data.frame(persons[i, c("id", "experience", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5")],
    period = 1:30, month = 1:30, y = as.numeric(unlist(wide[i, months])), row.names = NULL
  )
}))
long <- long[!is.na(long$y), ]
long$id <- as.integer(factor(long$id))
confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5")

found <- list()
for (exposure in c("experience", "funding")) {
  for (adjustment in c("crude", "adjusted")) {
    adjusted_for <- if (adjustment == "crude") NULL else confounders
    d <- long[complete.cases(long[c(exposure, adjusted_for)]), ]
    for (form in c("linear", "quadratic")) {
      if (form == "quadratic" && (exposure == "funding" || adjustment == "adjusted")) next
      time <- if (form == "linear") "month" else c("month", "I(month^2)")
      named <- data.frame(form, exposure, adjustment)
      for (corstr in c("exchangeable", "ar1", "independence")) {
        found[[length(found) + 1]] <- gee_rows(d, exposure, time, adjusted_for, corstr, named)
      }
      if (form == "linear" && (exposure == "experience" || adjustment == "crude")) { # one person after another: slow in R
        found[[length(found) + 1]] <- mixed_rows(d, exposure, time, adjusted_for, named)
      }
    }
  }
}
found <- stack_rows(found)
write_values(found$rows, "ips_mis_repeated_estimates")
write_values(found$tests, "ips_mis_repeated_models")
write_values(found$lme4, "ips_mis_repeated_lme4")
