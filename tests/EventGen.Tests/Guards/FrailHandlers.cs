namespace EventGen.Tests.Guards;

public static class FrailHandlers
{
    [Subscribe(Order = 1, Name = "fails")]
    public static void Fail(Frail e) => throw e.Work.Failure();

    [Subscribe(Order = 2)]
    public static void Handle(Frail e) => e.Work.Calls.Add($"second {e.Number}");

    [Subscribe(Order = 3)]
    public static async Task HandleAsync(Frail e)
    {
        await Task.Yield();
        e.Work.Calls.Add($"third {e.Number}");
    }

    [Subscribe(Order = 4, Name = "served")]
    public static void Serve(Frail e, FrailService service) => service.Use();
}

/// <summary>A handler class that a scope makes.</summary>
public sealed class FrailClass
{
    private readonly FrailService _service;

    public FrailClass(FrailService service)
    {
        _service = service;
        service.Made?.Invoke();
    }

    [Subscribe(Order = 5, Name = "made")]
    public void Handle(Frail e) => _service.Use();
}
