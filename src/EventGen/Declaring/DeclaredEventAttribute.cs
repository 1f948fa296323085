using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>
/// Names an event of this assembly, so that projects which reference it see a clash of ids in their build (rule EVG1002).
/// Written by the generator.
/// </summary>
/// <remarks>The type is given by name: an attribute that holds a type would keep it in a trimmed program.</remarks>
/// <param name="id">The event's id.</param>
/// <param name="type">The full name of its payload type, as C# writes it.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeclaredEventAttribute(string id, string type) : Attribute
{
    /// <summary>The event's id.</summary>
    public string Id { get; } = id;

    /// <summary>The full name of the payload type, as C# writes it.</summary>
    public string Type { get; } = type;
}
