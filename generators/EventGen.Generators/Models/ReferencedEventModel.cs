namespace EventGen.Generators.Models;

/// <summary>An event of a referenced assembly.</summary>
/// <param name="Id">Its name on the wire.</param>
/// <param name="Type">The full name of its payload type.</param>
/// <param name="Assembly">The assembly that declares it.</param>
internal sealed record ReferencedEventModel(string Id, string Type, string Assembly)
{
    /// <summary>For people: <c>Contracts.Paid (in Contracts.Billing)</c>.</summary>
    public string Described => $"{Type} (in {Assembly})";
}
