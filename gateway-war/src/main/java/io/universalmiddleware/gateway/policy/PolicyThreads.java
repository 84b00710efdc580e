package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.policy.Decisions;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The threads of every process, whatever its roles, that follow the policy and record what it is asked. */
@Startup
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class PolicyThreads {
    private static final long STOP_MILLIS = 3_000;

    @Resource
    private ManagedThreadFactory threads;

    private final PolicyNode node;
    private final Decisions decisions;
    private final StoringQuestions questions;
    private final List<Thread> started = new ArrayList<>();
    private @Nullable RecordingQuestions recording;

    @SuppressWarnings({"NullAway", "NullAway.Init"}) // for the container's proxy
    public PolicyThreads() {
        this(null, null, null);
    }

    @Inject
    @SuppressWarnings("NullAway.Init") // threads are the container's to set
    public PolicyThreads(PolicyNode node, Decisions decisions, StoringQuestions questions) {
        this.node = node;
        this.decisions = decisions;
        this.questions = questions;
    }

    @PostConstruct
    void start() {
        keep("um-policy-follow", node.begin(name()));
        RecordingQuestions made = new RecordingQuestions(decisions, questions, new Random());
        recording = made;
        keep("um-policy-record", made);
    }

    @PreDestroy
    void stop() {
        node.end();
        RecordingQuestions running = recording;
        if (running != null) {
            running.stop();
        }
        for (Thread thread : started) {
            try {
                thread.join(STOP_MILLIS);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            thread.interrupt();
        }
    }

    private void keep(String name, Runnable work) {
        Thread thread = threads.newThread(work);
        thread.setName(name);
        thread.setDaemon(true);
        thread.start();
        started.add(thread);
    }

    private static String name() {
        long pid = ProcessHandle.current().pid();
        try {
            return InetAddress.getLocalHost().getHostName() + ':' + pid;
        } catch (UnknownHostException nameless) {
            return "localhost:" + pid;
        }
    }
}
