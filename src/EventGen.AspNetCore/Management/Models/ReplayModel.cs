namespace EventGen.AspNetCore.Management;

/// <summary>What a replay came to.</summary>
internal sealed record ReplayModel(Guid Id, bool Succeeded);
