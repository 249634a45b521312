# Versions of R and the packages that gave the values.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
packages <- c("survival", "carData", "brglm2", "haven", "sandwich", "MASS", "metafor", "numDeriv", "pROC", "car", "lmtest", "cmprsk", "geepack", "lme4", "vcd", "boot", "clubSandwich")
write_values(data.frame(
  name = c("R", packages),
  version = c(paste(R.version$major, R.version$minor, sep = "."), vapply(packages, function(p) as.character(packageVersion(p)), ""))
), "versions")
