/// Statistics of what was served, as values: what one request adds ([ServedRequest]), sums of them
/// ([Tally], [LatencyHistogram], [GatheredTraffic]), the windows of time that are told apart
/// ([Window]), and what was counted in them ([StatisticsReport]).
///
/// Nothing here reads or writes; the store keeps what is gathered in its database. What the figures
/// mean, and how many rows there are at most, is in `docs/statistics.md`.
@NullMarked
package dev.cratehold.store.statistics;

import org.jspecify.annotations.NullMarked;
