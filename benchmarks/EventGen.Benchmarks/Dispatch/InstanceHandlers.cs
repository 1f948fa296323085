namespace EventGen.Benchmarks.Dispatch;

public sealed class InstanceHandler0
{
    public long Total { get; private set; }

    [Subscribe]
    public void Count(EightInstances e) => Total += e.Amount;
}

public sealed class InstanceHandler1
{
    public long Total { get; private set; }

    [Subscribe]
    public void Count(EightInstances e) => Total += e.Amount;
}

public sealed class InstanceHandler2
{
    public long Total { get; private set; }

    [Subscribe]
    public void Count(EightInstances e) => Total += e.Amount;
}

public sealed class InstanceHandler3
{
    public long Total { get; private set; }

    [Subscribe]
    public void Count(EightInstances e) => Total += e.Amount;
}

public sealed class InstanceHandler4
{
    public long Total { get; private set; }

    [Subscribe]
    public void Count(EightInstances e) => Total += e.Amount;
}

public sealed class InstanceHandler5
{
    public long Total { get; private set; }

    [Subscribe]
    public void Count(EightInstances e) => Total += e.Amount;
}

public sealed class InstanceHandler6
{
    public long Total { get; private set; }

    [Subscribe]
    public void Count(EightInstances e) => Total += e.Amount;
}

public sealed class InstanceHandler7
{
    public long Total { get; private set; }

    [Subscribe]
    public void Count(EightInstances e) => Total += e.Amount;
}
