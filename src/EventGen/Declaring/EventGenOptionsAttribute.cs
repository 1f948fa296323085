namespace EventGen;

/// <summary>Overrides the names that the generator chooses for this assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class EventGenOptionsAttribute : Attribute
{
    /// <summary>The name of the generated accessor class.</summary>
    /// <value>Default: <c>Events</c>.</value>
    public string? AccessorName { get; set; }

    /// <summary>The namespace of the generated accessor class and module.</summary>
    /// <value>Default: the project's root namespace.</value>
    public string? Namespace { get; set; }

    /// <summary>The name of the generated module class.</summary>
    /// <value>Default: the assembly's name made an identifier, followed by <c>EventModule</c>.</value>
    public string? ModuleName { get; set; }
}
