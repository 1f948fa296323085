namespace EventGen.Hosting;

/// <summary>What the container has of one handler class under other names.</summary>
internal sealed class RegisteredInstances
{
    /// <summary>The other names under which the class is registered.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The instances that are known.</summary>
    public HashSet<object> Instances { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether there are, or will be, instances that are not known.</summary>
    public bool HasMore { get; set; }

    public void Add(string name, object? instance)
    {
        Names.Add(name);
        if (instance is null) HasMore = true;
        else Instances.Add(instance);
    }
}
