namespace EventGen.AspNetCore.Management;

/// <summary>What the bus does, over all of its events.</summary>
internal sealed record RatesModel(RateModel Emitted, RateModel Handled, RateModel Published, RateModel Failed);
