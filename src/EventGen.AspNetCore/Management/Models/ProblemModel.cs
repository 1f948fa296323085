namespace EventGen.AspNetCore.Management;

/// <summary>What went wrong, as RFC 9457 writes it.</summary>
internal sealed record ProblemModel(string Type, string Title, int Status, string Detail);
