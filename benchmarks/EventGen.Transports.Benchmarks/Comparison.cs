using EventGen.Transports.Benchmarks.Routes;

namespace EventGen.Transports.Benchmarks;

/// <summary>What an event may cost, as a multiple of what another way costs for the same job on the same server.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Limit">The largest ratio that keeps the promise; <see langword="null"/> where it is only shown.</param>
/// <param name="Ours">By EventGen.</param>
/// <param name="Other">By the other way.</param>
/// <param name="Job">What is done.</param>
internal sealed record Comparison(string Name, double? Limit, Func<Task<Route>> Ours, Func<Task<Route>> Other, Job Job);
