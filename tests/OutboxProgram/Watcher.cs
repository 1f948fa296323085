namespace OutboxProgram;

/// <summary>A second handler, which writes nothing: settled by itself.</summary>
public static class Watcher
{
    [Subscribe(Name = "watcher")]
    public static void See(Booked e) => _ = e.Number;
}
