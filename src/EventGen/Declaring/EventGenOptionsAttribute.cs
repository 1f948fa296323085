namespace EventGen;

/// <summary>Overrides the names that the generator chooses for this assembly, and how strict its contracts are.</summary>
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

    /// <summary>Which events have a contract in the file <c>eventgen.contracts.json</c> beside the project file.</summary>
    /// <value>Default: <see cref="ContractScope.Published"/>, those that leave the process or are stored.</value>
    public ContractScope Contracts { get; set; }

    /// <summary>Which changes of an event with a contract are an error.</summary>
    /// <value>Default: <see cref="EventCompatibility.Full"/>, all but those with which old and new code read each other.</value>
    public EventCompatibility Compatibility { get; set; }
}
