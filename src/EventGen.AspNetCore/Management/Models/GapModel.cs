namespace EventGen.AspNetCore.Management;

/// <summary>What a reader of the live stream was too slow for.</summary>
internal sealed record GapModel(long Lost, long LostInAll);
