# Fidelity reviews of the shipped example: totals, each person's fidelity at inclusion (the last review on that day or before; and interpolated),
# its correlation with the day of inclusion, and it as an exposure beside experience. From the analysis file of the last `make`
# (results/ips_mis) and the raw file of reviews.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))
source(file.path(here, "cox_tables.R"))
source(file.path(here, "ips_mis_data.R"))

reviews <- read.csv(file.path(here, "..", "..", "..", "data", "ips_mis", "fidelity_SYNTHETIC.csv"), skip = 1)
reviews$date <- as.Date(reviews$review_date)
items <- as.matrix(reviews[paste0("item_", 1:25)])
stopifnot(all(items %in% 1:5))
reviews$total <- rowSums(items)
class_of <- function(total) {
  cut(total, c(25, 74, 100, 115, 126), right = FALSE, labels = c("not IPS", "fair", "good", "exemplary"))
}
write_values(data.frame(
  agency = reviews$agency, date = format(reviews$date), total = reviews$total, class = class_of(reviews$total), staffing = rowSums(items[, 1:3]),
  organization = rowSums(items[, 4:11]), services = rowSums(items[, 12:25]), n_low = rowSums(items < 3)
), "fidelity_reviews")

d <- ips_mis()
d$first_job <- d$first_job_event == "yes"
d$included <- as.Date(d$inclusion_date)
at_inclusion <- function(agency, day, interpolated) {
  of <- reviews[reviews$agency == agency, ]
  of <- of[order(of$date), ]
  before <- which(of$date <= day)
  if (!length(before)) return(c(NA, NA))
  last <- max(before)
  total <- of$total[last]
  if (interpolated && last < nrow(of)) total <- approx(as.numeric(of$date), of$total, as.numeric(day))$y
  c(total, as.numeric(day - of$date[last]))
}

# Total and day of inclusion of the same persons: distinct totals, correlations, the correlation within agencies (of what is left once each
# agency has its own mean), and how much of the total agency and day of inclusion explain together.
together <- function(known) {
  day <- as.numeric(known$included)
  several <- length(unique(known$agency)) > 1
  own <- function(x) if (several) residuals(lm(x ~ known$agency)) else x - mean(x)
  r_squared <- summary(if (several) lm(known$fidelity_total ~ known$agency + day) else lm(known$fidelity_total ~ day))$r.squared
  data.frame(
    n_values = length(unique(known$fidelity_total)), pearson = cor(known$fidelity_total, day),
    spearman = cor(known$fidelity_total, day, method = "spearman"), within = cor(own(known$fidelity_total), own(day)),
    r_squared, vif = 1 / (1 - r_squared)
  )
}
confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5")
regressions <- list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  days_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
)
one_rule <- function(rule) {
  found <- t(mapply(function(agency, day) at_inclusion(agency, day, rule == "interpolated"), as.character(d$agency), d$included))
  data <- d
  data$fidelity_total <- found[, 1] / 10
  data$fidelity_class <- droplevels(class_of(found[, 1]))
  data$days_since <- found[, 2]
  data$years <- as.numeric(data$included - min(data$included)) / 365.25
  data$agency <- factor(data$agency)
  cover <- do.call(rbind, lapply(c("all", "agency A", "agency B"), function(of) {
    rows <- data[of == "all" | data$agency == of, ]
    known <- rows[!is.na(rows$fidelity_total), ]
    data.frame(
      rule, agency = if (of == "all") "" else of, n = nrow(rows), n_known = nrow(known), n_before_first = nrow(rows) - nrow(known),
      days_median = median(known$days_since), days_least = min(known$days_since), days_most = max(known$days_since),
      together(known)
    )
  }))
  list(data = data, cover = cover)
}
among <- function(data, needed) {
  rows <- data[complete.cases(data[needed]), ]
  known <- rows[!is.na(rows$fidelity_total), ]
  data.frame(
    n_agencies = length(unique(known$agency)), together(known)
  )
}
fitted <- function(data, model, exposure, adjustment) {
  others <- if (exposure == "experience") "fidelity_total" else "experience"
  adjusted_for <- list(
    adjusted = confounders, alone_on_mutual_rows = confounders, mutual = c(confounders, others), with_date = c(confounders, "years"),
    with_agency = c(confounders, "agency"), with_date_and_agency = c(confounders, "years", "agency")
  )[[adjustment]]
  complete_on <- list(
    crude_on_adjusted_rows = confounders, adjusted = confounders, alone_on_mutual_rows = c(confounders, others), mutual = c(confounders, others),
    with_date = c(confounders, "years"), with_agency = c(confounders, "agency"), with_date_and_agency = c(confounders, "years", "agency")
  )[[adjustment]]
  adjusted_for <- as.character(adjusted_for); complete_on <- as.character(complete_on)
  if (model == "time_to_first_job") {
    population <- data
    result <- cox_one(data, "follow_time", "first_job", exposure, adjusted_for, complete_on)$estimates
    outcome <- c("follow_time", "first_job")
  } else {
    r <- regressions[[model]]
    population <- if (is.null(r$population)) data else data[which(data[[r$population]]), ]
    result <- fit_one(population, r$model, r$outcome, exposure, adjusted_for, complete_on)$estimates
    outcome <- r$outcome
  }
  result <- result[!is.na(result$term) & result$term == exposure, ]
  cbind(
    model, exposure, adjustment, result[setdiff(names(result), "term")], n_excluded = nrow(population) - result$n,
    among(population, c(outcome, exposure, complete_on)), row.names = NULL
  )
}
each <- c("crude", "crude_on_adjusted_rows", "adjusted", "alone_on_mutual_rows", "mutual", "with_date", "with_agency", "with_date_and_agency")
shown <- list(fidelity_total = each, experience = c("alone_on_mutual_rows", "mutual"), fidelity_class = each)
covers <- estimates <- NULL
for (rule in c("last_before", "interpolated")) {
  one <- one_rule(rule)
  covers <- rbind(covers, one$cover)
  for (model in c(names(regressions), "time_to_first_job")) for (exposure in names(shown)) for (adjustment in shown[[exposure]]) {
    estimates <- rbind(estimates, cbind(rule, fitted(one$data, model, exposure, adjustment)))
  }
}
write_values(covers, "fidelity_cover")
write_values(estimates, "fidelity_estimates")
