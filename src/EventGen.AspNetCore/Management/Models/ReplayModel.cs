namespace EventGen.AspNetCore.Management;

/// <summary>What a replay came to.</summary>
/// <param name="Id">The dead letter.</param>
/// <param name="Succeeded">Whether it was handled; absent while it runs, with status 202.</param>
/// <param name="WaitsFor">What it waits for, while it runs.</param>
internal sealed record ReplayModel(Guid Id, bool? Succeeded, string? WaitsFor = null);
