namespace EventGen.Cli.Reading;

/// <summary>A project and the assembly that it is built into.</summary>
internal sealed record ProjectOutput(string Project, string Assembly);
