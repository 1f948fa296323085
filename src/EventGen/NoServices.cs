namespace EventGen;

/// <summary>The services of a bus that has been given none. Thread safe.</summary>
internal sealed class NoServices : IServiceProvider
{
    private NoServices()
    {
    }

    public static NoServices Instance { get; } = new();

    public object? GetService(Type serviceType) => null;
}
