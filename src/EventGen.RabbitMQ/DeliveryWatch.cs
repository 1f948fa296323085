namespace EventGen.RabbitMQ;

/// <summary>
/// Notices that messages wait in a queue while none comes to a consumer that could have them. Neither the client nor the server tells of that, and the number of consumers does not either: they may be those of
/// other instances. One caller at a time.
/// </summary>
/// <param name="mayBeStandby">Whether the queue may have one active consumer, and this one wait for its turn, until a message has come. Of such a queue, the server counts the active one alone.</param>
internal sealed class DeliveryWatch(bool mayBeStandby)
{
    // A message may just be on its way.
    private const int Looks = 3;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_nextLook = TimeSpan.FromSeconds(1);

    private long _arrived;
    private int _suspicious;

    /// <summary>How long until the next look.</summary>
    public TimeSpan Interval => _suspicious > 0 ? s_nextLook : s_look;

    /// <summary>Takes note of a look.</summary>
    /// <param name="waiting">How many messages wait in the queue.</param>
    /// <param name="arrived">How many have come to the consumer.</param>
    /// <param name="hasRoom">Whether it could have one more.</param>
    /// <returns>Whether it gets none of those that wait.</returns>
    public bool IsStarving(uint waiting, long arrived, bool hasRoom)
    {
        bool isItsTurn = arrived > 0 || !mayBeStandby;
        _suspicious = waiting > 0 && isItsTurn && hasRoom && arrived == _arrived ? _suspicious + 1 : 0;
        _arrived = arrived;
        return _suspicious >= Looks;
    }
}
