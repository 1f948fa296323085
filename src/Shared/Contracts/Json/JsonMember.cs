namespace EventGen.EventContracts;

/// <summary>One member of a JSON object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Line">The line of its name, from 0.</param>
internal sealed record JsonMember(string Name, JsonValue Value, int Line);
